import type { Page } from "playwright-core";

/** A security key of Chromium's own in this tab: somebody touches it whenever a page asks. */
export interface VirtualKey {
  /** Whether somebody touches it. */
  touched: (touched: boolean) => Promise<void>;
  /** How many key pairs it has. */
  count: () => Promise<number>;
  unplug: () => Promise<void>;
}

/** Plugs one in. What a page asked for before sees no device. */
export async function plugIn(page: Page): Promise<VirtualKey> {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "usb", hasResidentKey: false, hasUserVerification: false, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return {
    touched: (enabled) => client.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled }).then(() => undefined),
    count: async () => (await client.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length,
    unplug: () => client.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }).then(() => undefined),
  };
}
