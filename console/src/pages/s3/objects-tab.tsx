import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { toFailure } from "../../aws/failure";
import { useS3 } from "../../aws/s3";
import { useAction } from "../../data/use-action";
import { useAll } from "../../data/use-all";
import { Confirm, Consequence } from "../../parts/confirm";
import { CopyButton } from "../../parts/copy";
import { DataTable, Empty } from "../../parts/data-table";
import { FailureBox } from "../../parts/failure-box";
import { GoButton } from "../../parts/go-button";
import { PageLink } from "../../parts/page-link";
import { When } from "../../parts/when";
import { presign } from "../../session/api";
import { useSession } from "../../session/session";
import { bucketPage, prefixPage, sizeWords, typeWords } from "./paths";

interface Entry {
  /** Key or prefix. */
  key: string;
  size?: number;
  changed?: Date;
  storage?: string;
}

export function ObjectsTab({ bucket, prefix }: { bucket: string; prefix: string }): ReactNode {
  const s3 = useS3();
  const { id } = useSession();
  const flash = useFlash();
  const download = useAction();
  const [chosen, setChosen] = useState<Entry[]>([]);
  const [dialog, setDialog] = useState<"delete" | "folder">();
  const objects = useAll<Entry>(`objects:${bucket}:${prefix}`, async (ContinuationToken) => {
    const answer = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: "/", ContinuationToken }));
    const folders = (answer.CommonPrefixes ?? []).map(({ Prefix = "" }): Entry => ({ key: Prefix }));
    const files = (answer.Contents ?? []).filter(({ Key }) => Key !== prefix).map(({ Key = "", Size, LastModified, StorageClass }): Entry => ({ key: Key, size: Size, changed: LastModified, storage: StorageClass }));
    return { items: [...folders, ...files], next: answer.IsTruncated === true ? answer.NextContinuationToken : undefined };
  });
  const one = chosen.length === 1 ? chosen[0] : undefined;
  const isFile = one !== undefined && !one.key.endsWith("/");
  const upload = <GoButton page={`${bucketPage(bucket)}/upload${prefix === "" ? "" : `?prefix=${encodeURIComponent(prefix)}`}`} variant="primary">Upload</GoButton>;
  const done = (text: string): void => {
    setDialog(undefined);
    setChosen([]);
    objects.reload();
    flash({ type: "success", text });
  };
  return (
    <>
      <FailureBox failure={download.failure} />
      <DataTable<Entry>
        noun="objects"
        title="Objects"
        variant="container"
        items={objects.items}
        loading={objects.loading}
        failure={objects.failure}
        retry={objects.reload}
        cut={objects.cut}
        id={(entry) => entry.key}
        rowName={(entry) => entry.key}
        search="Find objects in this folder"
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        actions={
          <>
            <Button iconName="refresh" ariaLabel="Refresh" onClick={objects.reload} />
            {one && <CopyButton text={`s3://${bucket}/${one.key}`} label="Copy S3 URI" of={`of ${one.key}`} />}
            <Button
              disabled={!isFile}
              loading={download.busy}
              onClick={() => {
                if (!one) return;
                download.run(async () => {
                  await mayRead(() => s3.send(new GetObjectCommand({ Bucket: bucket, Key: one.key, Range: "bytes=0-0" })));
                  const { url } = await presign(id, bucket, one.key);
                  location.assign(url);
                });
              }}
            >
              Download
            </Button>
            <Button disabled={chosen.length === 0} onClick={() => setDialog("delete")}>
              Delete
            </Button>
            <Button onClick={() => setDialog("folder")}>Create folder</Button>
            {upload}
          </>
        }
        columns={[
          {
            id: "name",
            header: "Name",
            minWidth: 240,
            text: (entry) => entry.key.slice(prefix.length),
            cell: (entry) => <span className="long-name">{entry.key.endsWith("/") ? <PageLink page={prefixPage(bucket, entry.key)}>{entry.key.slice(prefix.length)}</PageLink> : entry.key.slice(prefix.length)}</span>,
          },
          { id: "type", header: "Type", text: (entry) => typeWords(entry.key), cell: (entry) => typeWords(entry.key) },
          { id: "changed", header: "Last modified", text: (entry) => entry.changed?.getTime(), cell: (entry) => <When time={entry.changed} /> },
          { id: "size", header: "Size", text: (entry) => entry.size, cell: (entry) => (entry.size === undefined ? "-" : sizeWords(entry.size)) },
          { id: "storage", header: "Storage class", text: (entry) => entry.storage, cell: (entry) => entry.storage ?? "-" },
        ]}
        empty={<Empty title="No objects" reason={prefix === "" ? "The bucket is empty." : "Nothing begins with this prefix."} action={upload} />}
      />
      {dialog === "delete" && (
        <Confirm
          title={chosen.length === 1 ? `Delete ${one?.key ?? ""}?` : `Delete ${chosen.length} objects?`}
          type="delete"
          button="Delete objects"
          onCancel={() => setDialog(undefined)}
          work={() => remove(chosen)}
          onDone={() => done(chosen.length === 1 ? `${one?.key ?? ""} deleted.` : `${chosen.length} objects deleted.`)}
        >
          <Consequence>Deleted objects cannot be brought back. With a folder, all objects in it are deleted.</Consequence>
        </Confirm>
      )}
      {dialog === "folder" && <CreateFolder close={() => setDialog(undefined)} create={(folder) => s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}${folder}/`, Body: "" }))} done={(folder) => done(`Folder ${folder} created.`)} />}
    </>
  );

  async function remove(entries: readonly Entry[]): Promise<void> {
    for (const { key } of entries) {
      if (!key.endsWith("/")) {
        await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
        continue;
      }
      let next: string | undefined;
      do {
        const part = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, ContinuationToken: next }));
        for (const { Key } of part.Contents ?? []) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
        next = part.IsTruncated === true ? part.NextContinuationToken : undefined;
      } while (next !== undefined);
    }
  }
}

/** Asks for one byte, so that a denial is shown here and not as XML in place of the page. An empty object has none. */
async function mayRead(read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    const failure = toFailure(error);
    if (failure.kind !== "refused" || failure.code !== "InvalidRange") throw error;
  }
}

function CreateFolder({ close, create, done }: { close: () => void; create: (folder: string) => Promise<unknown>; done: (folder: string) => void }): ReactNode {
  const [folder, setFolder] = useState("");
  return (
    <Confirm
      title="Create folder"
      harmless
      button="Create folder"
      disabled={folder === "" || folder.includes("/")}
      onCancel={close}
      work={async () => {
        await create(folder);
      }}
      onDone={() => done(folder)}
    >
      <FormField label="Folder name" constraintText="Without slashes.">
        <Input value={folder} autoFocus onChange={({ detail }) => setFolder(detail.value)} />
      </FormField>
    </Confirm>
  );
}
