import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import type { ReactNode } from "react";
import { type Crumb, useFrame } from "../app/frame";

/** A page of details or a form: one heading, its buttons, its boxes. */
export function Page({ title, crumbs, actions, description, kind = "default", children }: { title: string; crumbs: readonly Crumb[]; actions?: ReactNode; description?: ReactNode; kind?: "default" | "form"; children: ReactNode }): ReactNode {
  useFrame(title, [...crumbs, { text: title }], kind);
  return (
    <ContentLayout
      header={
        <Header variant="h1" actions={actions} description={description}>
          <span className="long-name">{title}</span>
        </Header>
      }
    >
      <div className="stack">{children}</div>
    </ContentLayout>
  );
}
