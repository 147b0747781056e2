import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { useGo, usePath } from "../session/session";

/** A button that opens a page of this session. */
export function GoButton({ page, ...props }: { page: string } & Omit<ButtonProps, "href" | "onFollow">): ReactNode {
  const path = usePath();
  const go = useGo();
  return (
    <Button
      {...props}
      href={path(page)}
      onFollow={(event) => {
        event.preventDefault();
        go(page);
      }}
    />
  );
}
