import type { PasswordPolicy } from "@aws-sdk/client-iam";

const UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const LOWER = "abcdefghijkmnopqrstuvwxyz";
const DIGITS = "23456789";
const SYMBOLS = "!@#$%^&*()_+-=[]{}|'";

/** Longer than any policy asks for by default; 20 of these characters are about 120 bits. */
const LENGTH = 20;

function pick(alphabet: string): string {
  // Rejection sampling: every character is equally likely.
  const limit = 256 - (256 % alphabet.length);
  const byte = new Uint8Array(1);
  do crypto.getRandomValues(byte);
  while ((byte[0] ?? 0) >= limit);
  return alphabet.charAt((byte[0] ?? 0) % alphabet.length);
}

/** A random password with every kind of character, at least as long as the account's policy wants. */
export function newPassword(policy?: Pick<PasswordPolicy, "MinimumPasswordLength">): string {
  const length = Math.max(LENGTH, policy?.MinimumPasswordLength ?? 0);
  for (;;) {
    const password = Array.from({ length }, () => pick(UPPER + LOWER + DIGITS + SYMBOLS)).join("");
    if ([UPPER, LOWER, DIGITS, SYMBOLS].every((kind) => Array.from(kind).some((character) => password.includes(character)))) return password;
  }
}

/** The account's policy as the lines that a person must follow. */
export function passwordRules(policy: PasswordPolicy | undefined): string[] {
  if (!policy) return ["At least 8 characters", "At least three of: upper case, lower case, digits, symbols", "Not the name of the account or its email address"];
  const rules = [`At least ${policy.MinimumPasswordLength ?? 6} characters`];
  if (policy.RequireUppercaseCharacters) rules.push("At least one upper case letter");
  if (policy.RequireLowercaseCharacters) rules.push("At least one lower case letter");
  if (policy.RequireNumbers) rules.push("At least one digit");
  if (policy.RequireSymbols) rules.push("At least one of ! @ # $ % ^ & * ( ) _ + - = [ ] { } | '");
  return rules;
}
