import { expect, test } from "vitest";
import { editable } from "./editable";

test("a text of several lines stays as it is, with all that is odd in it", () => {
  for (const text of ['{ "a" :1,\n"a":2 }', "not\nJSON", '{\r\n\t"a": [ ]}\n']) expect(editable(text)).toBe(text);
});

test("a text on one line gets line breaks between its tokens, which stay as they are", () => {
  expect(editable('{"Version":"2012-10-17","a":1.0,"a":"\\u0061 b","l":[]}')).toBe('{\n    "Version": "2012-10-17",\n    "a": 1.0,\n    "a": "\\u0061 b",\n    "l": []\n}');
  expect(editable("not JSON")).toBe("not JSON");
});
