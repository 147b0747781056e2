import Link from "@cloudscape-design/components/link";
import { createContext, type ReactNode, useContext } from "react";
import { GoButton } from "./go-button";
import { useGo, usePath } from "../session/session";

/** Whether this console has the page that explains a denial. */
export const WhyContext = createContext(false);

/** Opens the explanation of a denial, where there is one. */
export function WhyLink({ requestId, variant }: { requestId: string | undefined; variant: "button" | "inline" }): ReactNode {
  const known = useContext(WhyContext);
  const path = usePath();
  const go = useGo();
  if (variant === "inline" && (!known || requestId === undefined)) return "Access denied";
  if (!known || requestId === undefined) return null;
  const page = `why/${encodeURIComponent(requestId)}`;
  if (variant === "button") return <GoButton page={page}>Why?</GoButton>;
  return (
    <Link
      href={path(page)}
      ariaLabel="Access denied. Why?"
      onFollow={(event) => {
        event.preventDefault();
        go(page);
      }}
    >
      Access denied
    </Link>
  );
}
