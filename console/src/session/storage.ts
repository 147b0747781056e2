/**
 * What this browser remembers for the next visit: preferences only, never a secret.
 * Storage may be full or forbidden: then nothing is remembered, and nothing breaks.
 */
export function remembered(key: string): string | undefined {
  try {
    return localStorage.getItem(`rolecall.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`rolecall.${key}`);
    else localStorage.setItem(`rolecall.${key}`, value);
  } catch {
    // A private window: the choice holds until the page is reloaded.
  }
}

/** A remembered JSON value, if it still has the shape that `is` asks for. */
export function rememberedJson<T>(key: string, is: (value: unknown) => value is T): T | undefined {
  const text = remembered(key);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return is(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
