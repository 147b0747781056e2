import { describe, expect, test } from "vitest";
import type { Session } from "./api";
import { ACCOUNT_COLORS, accountColor } from "./account-colors";
import { colorName, contrast, parseColor, textOn } from "./color";
import { accountWords, dashed, identityWords, timeLeft } from "./words";

const session: Session = {
  id: "s",
  kind: "iamUser",
  arn: "arn:aws:iam::111111111111:user/ana",
  accountId: "111111111111",
  userName: "ana",
  issuedAt: "2026-11-30T10:00:00Z",
  expiresAt: "2026-11-30T22:00:00Z",
  mfa: false,
};

describe("the account button", () => {
  test("names the account if it may be known, else its id", () => {
    expect(dashed("111122223333")).toBe("1111-2222-3333");
    expect(accountWords(session)).toBe("Account ID: 1111-1111-1111");
    expect(accountWords({ ...session, accountName: "dev" })).toBe("dev (1111-1111-1111)");
  });

  test("names who acts", () => {
    expect(identityWords(session)).toBe("ana");
    expect(identityWords({ ...session, kind: "root", userName: undefined })).toBe("Root user");
    expect(identityWords({ ...session, kind: "role", roleName: "Dev" })).toBe("Dev @ 111111111111");
    expect(identityWords({ ...session, kind: "role", roleName: "Dev", displayName: "Up" })).toBe("Up");
  });

  test("says how long", () => {
    const at = (time: string): number => Date.parse(time);
    expect(timeLeft(session.expiresAt, at("2026-11-30T10:00:01Z"))).toBe("11 h 59 min");
    expect(timeLeft(session.expiresAt, at("2026-11-30T21:59:00Z"))).toBe("1 min");
    expect(timeLeft(session.expiresAt, at("2026-11-30T21:59:30Z"))).toBe("less than 1 min");
    expect(timeLeft(session.expiresAt, at("2026-11-30T22:00:00Z"))).toBe("less than 1 min");
    expect(timeLeft(session.expiresAt, at("2026-11-30T22:00:01Z"))).toBe("ended");
  });
});

test("every colour of an account has text with a contrast of 4.5:1 or more", () => {
  for (const { id, hex } of ACCOUNT_COLORS) expect(contrast(textOn(hex).slice(1), hex), id).toBeGreaterThanOrEqual(4.5);
  expect(accountColor("darkBlue")?.name).toBe("Dark blue");
  expect(accountColor("none")).toBeUndefined();
  expect(accountColor("mauve")).toBeUndefined();
});

describe("a role's colour", () => {
  test("is one of five names, or six hex digits", () => {
    expect(parseColor("red")).toBe("f2b0a9");
    expect(parseColor("#83D4E8")).toBe("83d4e8");
    for (const wrong of ["", "12345", "1234567", "url(x)", "zzzzzz", null]) expect(parseColor(wrong)).toBeUndefined();
    expect(colorName("efda95")).toBe("Yellow");
  });

  test("has text that can be read", () => {
    expect(textOn("ffffff")).toBe("#000000");
    expect(textOn("00008b")).toBe("#ffffff");
    expect(textOn("f2b0a9")).toBe("#000000");
  });
});
