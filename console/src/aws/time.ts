/** A time of the JSON protocol: seconds since 1970, or an ISO 8601 text. */
export type WireTime = number | string;

export function timeOf(time: WireTime): Date;
export function timeOf(time: WireTime | undefined): Date | undefined;
export function timeOf(time: WireTime | undefined): Date | undefined {
  if (time === undefined) return undefined;
  return new Date(typeof time === "number" ? time * 1000 : time);
}
