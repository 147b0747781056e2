import { Component, type ReactNode } from "react";

/** What stands in place of a page that failed by a defect of the console: never a blank screen. */
export class BrokenPage extends Component<{ children: ReactNode }, { message: string | undefined }> {
  override state: { message: string | undefined } = { message: undefined };

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.message === undefined) return this.props.children;
    return (
      <main className="alone">
        <h1>This page failed</h1>
        <p>The console has a defect: {this.state.message}. Nothing that you saved before is lost.</p>
        <p>
          <a href={window.location.pathname}>Load the page again</a>, or <a href="/">open the console from its beginning</a>.
        </p>
      </main>
    );
  }
}
