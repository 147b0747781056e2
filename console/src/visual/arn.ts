// ARN formats of the authorization reference: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.

const FIELD = /\$\{([^}]+)\}/g;

/** What a person has to say for an ARN of this format. */
export function fieldsOf(format: string): string[] {
  return [...new Set([...format.matchAll(FIELD)].flatMap(([, field]) => (field === undefined || field === "Partition" ? [] : [field])))];
}

/** The ARN, with `*` for what nothing was said of. */
export function arnOf(format: string, values: Readonly<Record<string, string>>): string {
  return format.replaceAll(FIELD, (_, field: string) => (field === "Partition" ? "aws" : (values[field] ?? "") || "*"));
}

/** Every resource of a format, in the account if the format names one. */
export function anyOf(format: string, account: string): string {
  return arnOf(format, { Account: account });
}
