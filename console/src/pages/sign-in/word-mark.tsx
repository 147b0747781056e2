import type { ReactNode } from "react";

export function WordMark(): ReactNode {
  return (
    <div className="word-mark">
      <img src="/assets/icon.svg" alt="" />
      <span>rolecall</span>
    </div>
  );
}
