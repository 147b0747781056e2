export interface Tag {
  Key: string;
  Value: string;
}

/** What has to be asked of AWS to turn one set of tags into another. */
export function tagChanges(before: readonly Tag[], after: readonly Tag[]): { set: Tag[]; remove: string[] } {
  const kept = new Map(after.map((tag) => [tag.Key, tag.Value]));
  const had = new Map(before.map((tag) => [tag.Key, tag.Value]));
  return {
    set: after.filter((tag) => had.get(tag.Key) !== tag.Value),
    remove: before.filter((tag) => !kept.has(tag.Key)).map((tag) => tag.Key),
  };
}

/** The SDK's tags have optional members. */
export function whole(tags: readonly { Key?: string; Value?: string }[] | undefined): Tag[] {
  return (tags ?? []).map((tag) => ({ Key: tag.Key ?? "", Value: tag.Value ?? "" }));
}
