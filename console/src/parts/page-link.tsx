import Link, { type LinkProps } from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { useGo, usePath } from "../session/session";

/** A link to a page of this session: `<PageLink page="iam/roles">Roles</PageLink>`. */
export function PageLink({ page, children, variant, ariaLabel, fontSize }: { page: string; children: ReactNode; variant?: LinkProps["variant"]; ariaLabel?: string; fontSize?: LinkProps["fontSize"] }): ReactNode {
  const path = usePath();
  const go = useGo();
  return (
    <Link
      href={path(page)}
      variant={variant}
      ariaLabel={ariaLabel}
      fontSize={fontSize}
      onFollow={(event) => {
        event.preventDefault();
        go(page);
      }}
    >
      {children}
    </Link>
  );
}
