import { applyEdits, format } from "jsonc-parser";

/**
 * The text of a stored policy for an editor. A text of several lines stays as it is. One that is all on one line gets
 * line breaks between its tokens; the tokens stay as they are, and so do elements that occur twice.
 */
export function editable(document: string): string {
  if (document.trim().includes("\n")) return document;
  try {
    JSON.parse(document);
    return applyEdits(document, format(document, undefined, { tabSize: 4, insertSpaces: true, eol: "\n" }));
  } catch {
    return document;
  }
}
