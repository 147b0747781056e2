const REQUEST_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The request id in what somebody pastes: the id alone, or the whole message of the AWS CLI or an SDK. */
export function requestIdIn(text: string): string | undefined {
  return REQUEST_ID.exec(text)?.[0].toLowerCase();
}
