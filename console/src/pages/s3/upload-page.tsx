import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FileUpload from "@cloudscape-design/components/file-upload";
import Header from "@cloudscape-design/components/header";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { useFlash } from "../../app/flash";
import { type Failure, toFailure } from "../../aws/failure";
import { upload, UPLOAD_LIMIT } from "../../aws/upload";
import { FailureBox } from "../../parts/failure-box";
import { FormActions } from "../../parts/form-actions";
import { Page } from "../../parts/page";
import { useGo, useSession } from "../../session/session";
import { bucketPage, prefixPage } from "./paths";

interface Sent {
  name: string;
  part: number;
  failure?: Failure;
}

export default function UploadPage(): ReactNode {
  const { bucket = "" } = useParams();
  const [query] = useSearchParams();
  const prefix = query.get("prefix") ?? "";
  const { id } = useSession();
  const go = useGo();
  const flash = useFlash();
  const [files, setFiles] = useState<File[]>([]);
  const [sent, setSent] = useState<Sent[]>([]);
  const [busy, setBusy] = useState(false);
  const stop = useRef(new AbortController());
  // Leaving the page cancels what has not been sent.
  useEffect(() => {
    const controller = new AbortController();
    stop.current = controller;
    return () => controller.abort();
  }, []);
  const back = prefixPage(bucket, prefix);
  const large = files.map((file) => (file.size > UPLOAD_LIMIT ? "Larger than 5 GB." : null));

  const send = async (): Promise<void> => {
    const { signal } = stop.current;
    let failed = 0;
    for (const [index, file] of files.entries()) {
      const show = (change: Partial<Sent>): void => setSent((all) => all.map((one, place) => (place === index ? { ...one, ...change } : one)));
      try {
        await upload(id, bucket, `${prefix}${file.name}`, file, (part) => show({ part }), signal);
        show({ part: 1 });
      } catch (error) {
        if (signal.aborted) return;
        failed += 1;
        show({ failure: toFailure(error) });
      }
    }
    setBusy(false);
    if (failed > 0) return;
    flash({ type: "success", text: `Upload succeeded: ${files.length === 1 ? (files[0]?.name ?? "") : `${files.length} files`}.` });
    go(back);
  };
  const start = (): void => {
    setBusy(true);
    setSent(files.map((file) => ({ name: file.name, part: 0 })));
    send().catch(() => setBusy(false));
  };

  return (
    <Page title="Upload" crumbs={[{ text: "Buckets", page: "s3" }, { text: bucket, page: bucketPage(bucket) }]} description={`Destination: s3://${bucket}/${prefix}`}>
      <Container header={<Header variant="h2" counter={`(${files.length})`}>Files</Header>}>
        <FileUpload
          multiple
          value={files}
          onChange={({ detail }) => setFiles(detail.value)}
          fileErrors={large}
          showFileSize
          showFileLastModified
          i18nStrings={{
            uploadButtonText: () => "Add files",
            dropzoneText: () => "Drop files to upload",
            removeFileAriaLabel: (index) => `Remove ${files[index]?.name ?? "file"}`,
            limitShowFewer: "Show fewer files",
            limitShowMore: "Show more files",
            errorIconAriaLabel: "Error",
          }}
          tokenLimit={20}
        />
      </Container>
      {sent.length > 0 && (
        <Container header={<Header variant="h2">Upload: status</Header>}>
          <SpaceBetween size="m">
            {sent.map((one, index) => (
              <div key={index}>
                <ProgressBar
                  value={Math.round(one.part * 100)}
                  label={<span className="long-name">{one.name}</span>}
                  status={one.failure ? "error" : one.part === 1 && !busy ? "success" : "in-progress"}
                  resultText={one.failure ? "Failed" : "Succeeded"}
                />
                <FailureBox failure={one.failure} />
              </div>
            ))}
          </SpaceBetween>
        </Container>
      )}
      <FormActions cancel={() => go(back)}>
        <Button variant="primary" disabled={files.length === 0 || large.some((error) => error !== null)} loading={busy} onClick={start}>
          Upload
        </Button>
      </FormActions>
    </Page>
  );
}
