export interface Provider {
  arn: string;
  name: string;
  type: "SAML" | "OpenID Connect";
  created?: Date;
}

/** arn:aws:iam::111111111111:saml-provider/name, or …:oidc-provider/host/path */
export function providerOf(arn: string): Provider {
  const resource = arn.split(":").slice(5).join(":");
  const name = resource.slice(resource.indexOf("/") + 1);
  return { arn, name, type: resource.startsWith("saml-provider/") ? "SAML" : "OpenID Connect" };
}

export function providerPage(provider: Pick<Provider, "arn">): string {
  return `iam/providers/${encodeURIComponent(provider.arn)}`;
}
