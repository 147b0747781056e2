import { csrfToken } from "../session/api";
import { serviceEndpoint } from "./config";
import { SessionEnded } from "./failure";

/** The largest object that one PutObject takes. */
export const UPLOAD_LIMIT = 5 * 1024 ** 3;

/** An error of S3 in the form that the SDK gives errors. */
class UploadError extends Error {
  readonly $metadata: { requestId?: string; httpStatusCode: number };

  constructor(code: string, message: string, requestId: string | undefined, status: number) {
    super(message);
    this.name = code;
    this.$metadata = { requestId, httpStatusCode: status };
  }
}

function element(xml: Document, tag: string): string | undefined {
  return xml.getElementsByTagName(tag)[0]?.textContent ?? undefined;
}

function errorOf(request: XMLHttpRequest): Error {
  if (request.status === 401) return new SessionEnded();
  const xml = new DOMParser().parseFromString(request.responseText, "application/xml");
  const code = element(xml, "Code") ?? "UnknownError";
  return new UploadError(code, element(xml, "Message") ?? code, request.getResponseHeader("x-amzn-requestid") ?? element(xml, "RequestId"), request.status);
}

function encoded(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
}

/** PutObject with progress, which `fetch` does not tell: 0 to 1. */
export function upload(session: string, bucket: string, key: string, file: Blob, progress: (part: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `${serviceEndpoint(session, "s3")}/${encodeURIComponent(bucket)}/${encoded(key)}`);
    request.setRequestHeader("X-Rolecall-Csrf", csrfToken());
    if (file.type !== "") request.setRequestHeader("Content-Type", file.type);
    request.upload.onprogress = ({ loaded, total }) => progress(total === 0 ? 1 : loaded / total);
    request.onload = () => (request.status >= 200 && request.status < 300 ? done() : failed(errorOf(request)));
    request.onerror = () => failed(new TypeError("The server cannot be reached."));
    request.onabort = () => failed(new Error("Canceled"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
