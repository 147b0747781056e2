export function bucketPage(bucket: string, tab?: "objects" | "permissions"): string {
  return `s3/buckets/${encodeURIComponent(bucket)}${tab === undefined ? "" : `?tab=${tab}`}`;
}

export function prefixPage(bucket: string, prefix: string): string {
  return `${bucketPage(bucket)}${prefix === "" ? "" : `?prefix=${encodeURIComponent(prefix)}`}`;
}

const NAME = /^(?!xn--)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export function bucketNameError(bucket: string): string | undefined {
  if (bucket === "") return "Enter a name.";
  return NAME.test(bucket) ? undefined : "3 to 63 lower case letters, digits, dots and hyphens; it begins and ends with a letter or digit.";
}

const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** "12.3 KB", in units of 1,024 bytes as S3's console has them. */
export function sizeWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit] ?? "B"}`;
}

/** What S3's console calls the type of an object: the end of its name. */
export function typeWords(key: string): string {
  if (key.endsWith("/")) return "Folder";
  return /\.([A-Za-z0-9]{1,10})$/.exec(key)?.[1] ?? "-";
}

/** The prefixes on the way to a prefix: "a/b/" is ["a/", "a/b/"]. */
export function prefixesOf(prefix: string): string[] {
  const parts = prefix.split("/").filter((part, index, all) => part !== "" || index < all.length - 1);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join("/")}/`);
}
