/** The colours of an account, by AWS's names. One set for the whole account, chosen by an administrator. */
export const ACCOUNT_COLORS = [
  { id: "pink", name: "Pink", hex: "f4a6c8" },
  { id: "purple", name: "Purple", hex: "b592f0" },
  { id: "darkBlue", name: "Dark blue", hex: "1f4e9e" },
  { id: "lightBlue", name: "Light blue", hex: "8ecdf7" },
  { id: "teal", name: "Teal", hex: "2f8f87" },
  { id: "green", name: "Green", hex: "7fc97f" },
  { id: "yellow", name: "Yellow", hex: "f2d64b" },
  { id: "orange", name: "Orange", hex: "f5a35c" },
  { id: "red", name: "Red", hex: "d13c3c" },
] as const;

export type AccountColor = (typeof ACCOUNT_COLORS)[number]["id"] | "none";

/** The colour that an account has; none where it has none, or one that this page does not know. */
export function accountColor(id: string | undefined): (typeof ACCOUNT_COLORS)[number] | undefined {
  return ACCOUNT_COLORS.find((color) => color.id === id);
}
