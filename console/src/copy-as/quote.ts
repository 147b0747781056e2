// Words and strings of the languages that `Copy as` writes. Whatever a name or document holds, it stays text: nothing in
// it is expanded, run or resolved.

/** A word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * A string of Terraform. `${` and `%{` would be templates, and `$${` escapes one, but only if no further `$` stands before
 * it: then each is written by its number. JSON's `\b` and `\f` are no escapes of Terraform's.
 */
export function terraformText(text: string): string {
  return JSON.stringify(text)
    .replace(/(\\+)([bf])/g, (whole, slashes: string, letter: string) => (slashes.length % 2 === 0 ? whole : `${slashes}u00${letter === "b" ? "08" : "0c"}`))
    .replace(/([$%]+)\{/g, (_, signs: string) => (signs.length === 1 ? `${signs}${signs}{` : `${signs.replaceAll("$", "\\u0024").replaceAll("%", "\\u0025")}{`));
}

/** A string of Python: JSON's escapes are Python's too. */
export function pythonText(text: string): string {
  return JSON.stringify(text);
}

/** A name of Terraform's: letters, digits, hyphens and underscores, not a digit first. */
export function terraformName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9_-]/g, "_");
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

/** A logical id of CloudFormation: letters and digits. */
export function logicalId(text: string): string {
  const id = text.replace(/[^A-Za-z0-9]/g, "");
  return /^[A-Za-z]/.test(id) ? id : `R${id}`;
}

/** One line, or the text itself if it is not JSON. */
export function compact(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document));
  } catch {
    return document;
  }
}

export function parsed(document: string): unknown {
  try {
    return JSON.parse(document) as unknown;
  } catch {
    return document;
  }
}
