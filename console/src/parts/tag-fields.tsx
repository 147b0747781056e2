import TagEditor, { type TagEditorProps } from "@cloudscape-design/components/tag-editor";
import { type ReactNode, useState } from "react";
import type { Tag } from "./tag-rules";

/** AWS's limit of tags on an entity of IAM. */
export const TAG_LIMIT = 50;

/** The tags of something that is being made or changed, `added` being new ones to begin with. `undefined` while one of them is not valid. */
export function TagFields({ existing, added, onChange, limit = TAG_LIMIT }: { existing?: readonly Tag[]; added?: readonly Tag[]; onChange: (tags: Tag[] | undefined) => void; limit?: number }): ReactNode {
  const [tags, setTags] = useState<readonly TagEditorProps.Tag[]>(() => [
    ...(existing ?? []).map((tag) => ({ key: tag.Key, value: tag.Value, existing: true })),
    ...(added ?? []).map((tag) => ({ key: tag.Key, value: tag.Value, existing: false })),
  ]);
  return (
    <TagEditor
      tags={tags}
      tagLimit={limit}
      i18nStrings={{
        addButton: "Add new tag",
        emptyTags: "No tags.",
        keyHeader: "Key",
        valueHeader: "Value",
        optional: "optional",
        removeButton: "Remove",
        undoButton: "Undo",
        undoPrompt: "This tag will be removed on saving.",
        removeButtonAriaLabel: (tag) => `Remove tag ${tag.key}`,
      }}
      onChange={({ detail }) => {
        setTags(detail.tags);
        onChange(detail.valid ? detail.tags.filter((tag) => tag.markedForRemoval !== true).map((tag) => ({ Key: tag.key, Value: tag.value })) : undefined);
      }}
    />
  );
}
