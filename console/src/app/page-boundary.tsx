import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { Component, type ReactNode } from "react";

/** How browsers say that the file of a page did not come: the server stopped, or has other files since an update. */
const NOT_LOADED = /dynamically imported module|Importing a module script failed|error loading dynamically imported/i;

export function isNotLoaded(message: string): boolean {
  return NOT_LOADED.test(message);
}

/** Stands in place of a page that failed. The frame around it stays, and other pages open. Give it a new key for each page. */
export class PageBoundary extends Component<{ children: ReactNode }, { message: string | undefined }> {
  override state: { message: string | undefined } = { message: undefined };

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    const notLoaded = isNotLoaded(message);
    return (
      <div className="stack">
        <h1>{notLoaded ? "This page could not be loaded" : "This page failed"}</h1>
        <Alert type="error" action={<Button onClick={() => window.location.reload()}>Load the page again</Button>}>
          {notLoaded ? "The server did not answer, or has a new version of the console." : `The console has a defect: ${message}. Nothing that you saved before is lost.`}
        </Alert>
      </div>
    );
  }
}
