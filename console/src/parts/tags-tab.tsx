import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useFlash } from "../app/flash";
import { useAction } from "../data/use-action";
import type { All } from "../data/use-all";
import { DataTable, Empty } from "./data-table";
import { FailureBox } from "./failure-box";
import { type Tag, tagChanges } from "./tag-rules";
import { TagFields } from "./tag-fields";

export interface TagsTabProps {
  /** Whose tags: "User ana". */
  of: string;
  tags: All<Tag>;
  set: (tags: Tag[]) => Promise<void>;
  remove: (keys: string[]) => Promise<void>;
}

/** The Tags tab of everything that has tags. */
export function TagsTab(props: TagsTabProps): ReactNode {
  const [editing, setEditing] = useState(false);
  if (editing) return <Edit {...props} close={() => setEditing(false)} />;
  const none = props.tags.items.length === 0;
  const button = (
    <Button disabled={props.tags.loading || props.tags.failure !== undefined} onClick={() => setEditing(true)}>
      {none ? "Add new tag" : "Manage tags"}
    </Button>
  );
  return (
    <DataTable
      noun="tags"
      title="Tags"
      variant="container"
      items={props.tags.items}
      loading={props.tags.loading}
      failure={props.tags.failure}
      retry={props.tags.reload}
      id={(tag) => tag.Key}
      rowName={(tag) => tag.Key}
      actions={button}
      columns={[
        { id: "key", header: "Key", cell: (tag) => <span className="long-name">{tag.Key}</span>, text: (tag) => tag.Key },
        { id: "value", header: "Value", cell: (tag) => (tag.Value === "" ? "-" : <span className="long-name">{tag.Value}</span>), text: (tag) => tag.Value },
      ]}
      empty={<Empty title="No tags" reason="Tags are names and values that policies can ask for." />}
    />
  );
}

function Edit({ of, tags, set, remove, close }: TagsTabProps & { close: () => void }): ReactNode {
  const [wanted, setWanted] = useState<Tag[] | undefined>([...tags.items]);
  const action = useAction();
  const flash = useFlash();
  const save = (): void => {
    if (wanted === undefined) return;
    action.run(async () => {
      const changes = tagChanges(tags.items, wanted);
      if (changes.remove.length > 0) await remove(changes.remove);
      if (changes.set.length > 0) await set(changes.set);
      tags.reload();
      flash({ type: "success", text: `${of}: tags saved.` });
      close();
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" onClick={close}>
              Cancel
            </Button>
            <Button variant="primary" loading={action.busy} disabled={wanted === undefined}>
              Save changes
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="m">
          <FailureBox failure={action.failure} />
          <Container header={<Header variant="h2">Manage tags</Header>}>
            <TagFields existing={tags.items} onChange={setWanted} />
          </Container>
        </SpaceBetween>
      </Form>
    </form>
  );
}
