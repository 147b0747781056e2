import { useEffect, useState } from "react";

/** What the browser is asked to do with a security key. A new request ends the one before it. */
export class KeyRequest {
  #running: AbortController | undefined;

  start(): AbortSignal {
    this.stop();
    this.#running = new AbortController();
    return this.#running.signal;
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }
}

/** A request that ends with the page, and the browser's prompt with it. */
export function useKeyRequest(): KeyRequest {
  const [request] = useState(() => new KeyRequest());
  useEffect(() => () => request.stop(), [request]);
  return request;
}
