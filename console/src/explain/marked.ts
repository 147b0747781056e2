export interface Piece {
  text: string;
  marked: boolean;
}

/** A text cut where its marks begin and end. Marks that overlap become one; marks outside of the text are left out. */
export function pieces(text: string, marks: readonly { Start: number; End: number }[]): Piece[] {
  const sorted = marks.filter(({ Start, End }) => Start < End && Start < text.length).sort((a, b) => a.Start - b.Start);
  const found: Piece[] = [];
  let at = 0;
  for (const { Start, End } of sorted) {
    const from = Math.max(Start, at);
    const to = Math.min(End, text.length);
    if (from >= to) continue;
    if (from > at) found.push({ text: text.slice(at, from), marked: false });
    found.push({ text: text.slice(from, to), marked: true });
    at = to;
  }
  if (at < text.length) found.push({ text: text.slice(at), marked: false });
  return found;
}
