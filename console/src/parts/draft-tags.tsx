import type { ReactNode } from "react";
import { TagFields } from "./tag-fields";
import type { Tag } from "./tag-rules";
import type { Draft } from "./use-draft";

/** The tags of something that is being made. `onWrong` learns whether one of them is not valid; then the draft keeps those before. */
export function DraftTags({ draft, onWrong }: { draft: Draft<{ tags: Tag[] }>; onWrong: (wrong: boolean) => void }): ReactNode {
  return (
    <TagFields
      key={draft.round}
      added={draft.value.tags}
      onChange={(tags) => {
        onWrong(tags === undefined);
        if (tags) draft.set({ tags });
      }}
    />
  );
}
