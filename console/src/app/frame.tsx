import { createContext, useContext, useEffect } from "react";

export interface Crumb {
  text: string;
  /** A page of this session; the last crumb, the page itself, has none. */
  page?: string;
}

export interface PageFrame {
  title: string;
  crumbs: readonly Crumb[];
  /** Tables use the whole width, forms and details a readable one. */
  contentType: "default" | "table" | "form" | "wizard";
}

export const FrameContext = createContext<(frame: PageFrame) => void>(() => undefined);

/** Tells the frame which page is shown: title of the tab, breadcrumbs, width. */
export function useFrame(title: string, crumbs: readonly Crumb[], contentType: PageFrame["contentType"]): void {
  const show = useContext(FrameContext);
  const trail = JSON.stringify(crumbs);
  useEffect(() => {
    show({ title, crumbs: JSON.parse(trail) as Crumb[], contentType });
  }, [show, title, trail, contentType]);
}
