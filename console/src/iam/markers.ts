/** Where IAM's next page begins, if there is one. */
export function nextMarker(answer: { IsTruncated?: boolean; Marker?: string }): string | undefined {
  return answer.IsTruncated === true ? answer.Marker : undefined;
}

/** IAM's largest page: fewer calls for a list that is read to its end. */
export const PAGE_ITEMS = 1000;
