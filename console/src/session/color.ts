/** The five colours of the Switch Role form, as AWS writes them into its links. */
export const ROLE_COLORS = [
  { name: "Red", hex: "f2b0a9" },
  { name: "Orange", hex: "fbc8aa" },
  { name: "Yellow", hex: "efda95" },
  { name: "Green", hex: "b7ca9d" },
  { name: "Blue", hex: "83d4e8" },
] as const;

/** A colour of a link: five names, or six hex digits with or without `#`. */
export function parseColor(text: string | null | undefined): string | undefined {
  if (text === null || text === undefined) return undefined;
  const named = ROLE_COLORS.find((color) => color.name.toLowerCase() === text.toLowerCase());
  if (named) return named.hex;
  const hex = text.replace(/^#/, "").toLowerCase();
  return /^[0-9a-f]{6}$/.test(hex) ? hex : undefined;
}

export function colorName(hex: string): string {
  return ROLE_COLORS.find((color) => color.hex === hex)?.name ?? `#${hex}`;
}

function channel(hex: string, at: number): number {
  const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  return 0.2126 * channel(hex, 0) + 0.7152 * channel(hex, 2) + 0.0722 * channel(hex, 4);
}

/** How well one colour stands out from another: 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever has the higher contrast on the colour; one of both has at least 4.5:1 on any. */
export function textOn(hex: string): "#000000" | "#ffffff" {
  const light = luminance(hex);
  return (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
}
