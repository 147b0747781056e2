import Autosuggest, { type AutosuggestProps } from "@cloudscape-design/components/autosuggest";
import Button from "@cloudscape-design/components/button";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useGo, useSession } from "../../session/session";
import { directPlaces } from "./direct";
import type { Lists } from "./entities";
import { optionsOf, type Target } from "./options";
import { findPlaces, placesOf } from "./places";
import { onOpenSearch, openSearch, searchHint } from "./shortcut";
import { useSearch } from "./use-search";

/** The search of the bar: pages, actions, the words of older guides, and what the account has by name. */
export default function SearchField(): ReactNode {
  const session = useSession();
  const go = useGo();
  const navigate = useNavigate();
  const field = useRef<AutosuggestProps.Ref>(null);
  /** Where the focus was, to be given back. */
  const before = useRef<HTMLElement>(null);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [lists, setLists] = useState<Lists>(() => new Map());
  const search = useSearch(text, lists);
  const { groups, targets, first } = optionsOf(text, directPlaces(text, session.accountId), findPlaces(placesOf(session), text), search.found);

  useEffect(
    () =>
      onOpenSearch(() => {
        if (document.activeElement instanceof HTMLElement && !document.activeElement.closest(".search-field")) before.current = document.activeElement;
        setOpen(true);
        // On a narrow screen the field appears first.
        requestAnimationFrame(() => {
          field.current?.focus();
          field.current?.select();
        });
      }),
    [],
  );

  const leave = (): void => {
    setText("");
    setOpen(false);
    const place = before.current;
    before.current = null;
    if (place?.isConnected === true) place.focus();
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  const take = (target: Target | undefined): void => {
    if (!target) return;
    leave();
    if (!target.outside) {
      go(target.page);
      return;
    }
    const outcome = navigate(target.page);
    if (outcome instanceof Promise) outcome.catch(() => undefined);
  };
  const cut = search.found?.cut ?? [];
  return (
    <>
      <span className="search-button">
        <Button variant="icon" iconName="search" ariaLabel="Open search" onClick={openSearch} />
      </span>
      <div className={open ? "search-field search-open" : "search-field"} role="search">
        <Autosuggest
          ref={field}
          value={text}
          options={groups}
          filteringType="manual"
          hideEnteredTextOption
          expandToViewport
          placeholder={`Search ${searchHint()}`}
          ariaLabel="Search"
          clearAriaLabel="Clear search"
          enteredTextLabel={(entered) => entered}
          selectedAriaLabel="Selected"
          empty={text.trim() === "" ? "Type a name, an ARN, or a task such as “create role”." : "No matches"}
          statusType={search.failed ? "error" : search.loading ? "loading" : "finished"}
          loadingText="Searching the account"
          errorText="The server did not answer."
          finishedText={cut.length > 0 ? `Only the first names were searched: ${cut.join(", ")}. Type a whole name.` : undefined}
          onFocus={() => {
            if (text === "") setLists(new Map());
          }}
          onBlur={() => setOpen(false)}
          onChange={({ detail }) => {
            // A chosen option would stand in the field with its value.
            if (!targets.has(detail.value)) setText(detail.value);
          }}
          onSelect={({ detail }) => {
            // Enter without a marked option takes the first.
            if (detail.selectedOption) take(targets.get(detail.value));
            else if (text.trim() !== "") take(first);
          }}
          onKeyDown={({ detail }) => {
            if (detail.key === "Escape") leave();
          }}
        />
      </div>
    </>
  );
}
