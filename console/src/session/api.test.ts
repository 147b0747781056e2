import { expect, test } from "vitest";
import { deviceName, deviceType, isSecurityKey } from "../parts/mfa-device";
import { ConsoleError } from "./api";

test("a security key is asked for with what the browser needs, and beside it a code unless none is taken", () => {
  const securityKey = { challenge: "AA", allowCredentials: [] };
  expect(new ConsoleError(401, { code: "MfaRequired", codes: false, securityKey })).toMatchObject({ codes: false, securityKey });
  expect(new ConsoleError(401, { code: "MfaRequired", codes: true, securityKey }).codes).toBe(true);
  expect(new ConsoleError(401, { code: "MfaRequired" })).toMatchObject({ codes: true, securityKey: undefined });
  for (const wrong of [null, "AA", {}, { challenge: 1 }]) expect(new ConsoleError(401, { code: "MfaRequired", securityKey: wrong }).securityKey).toBeUndefined();
});

test("the devices of which one's code is asked for come with the question, and nothing else is taken for one", () => {
  const serial = "arn:aws:iam::111111111111:mfa/team/phone";
  expect(new ConsoleError(401, { code: "MfaRequired", mfaDevices: [serial, 7] }).mfaDevices).toEqual([serial]);
  expect(new ConsoleError(401, { code: "MfaRequired" }).mfaDevices).toEqual([]);
  expect(deviceName(serial)).toBe("phone");
  expect(deviceName("GAHT12345678")).toBe("GAHT12345678");
});

test("the kind of a device stands in its serial number", () => {
  expect(deviceType("arn:aws:iam::111111111111:mfa/team/phone")).toBe("Virtual");
  expect(deviceType("arn:aws:iam::111111111111:u2f/user/ana/blue-key-X")).toBe("Passkey or security key");
  expect(deviceType("GAHT12345678")).toBe("Hardware TOTP token");
  expect(isSecurityKey("arn:aws:iam::111111111111:mfa/u2f")).toBe(false);
});
