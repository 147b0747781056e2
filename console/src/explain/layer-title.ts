const TITLES: Record<string, string> = {
  identity: "Identity policies",
  resource: "Resource policy",
  boundary: "Permissions boundary",
  session: "Session policy",
  "session policy": "Session policy",
  scp: "Service control policies",
  rcp: "Resource control policies",
};

/** What a reader calls a layer of the decision. */
export function layerTitle(layer: string): string {
  return TITLES[layer.toLowerCase()] ?? layer.charAt(0).toUpperCase() + layer.slice(1);
}
