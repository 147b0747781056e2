import AppLayoutToolbar from "@cloudscape-design/components/app-layout-toolbar";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import { type ReactNode, Suspense, useCallback, useEffect, useState } from "react";
import { Navigate, Route, Routes, useLocation, useNavigate, useParams } from "react-router";
import { AccountLookProvider } from "../data/account-look";
import { EndedContext } from "../data/ended";
import { WhyContext } from "../parts/why-link";
import type { Session } from "../session/api";
import { useBrowser } from "../session/browser";
import { SessionProvider, useGo, usePath } from "../session/session";
import { identityWords } from "../session/words";
import { areaOf, homeOf } from "./areas";
import { Waiting } from "./app";
import { Bar } from "./bar/bar";
import { useExpiryNotices } from "./expiry";
import { SessionEndedDialog } from "./session-ended";
import { Flashes, FlashProvider } from "./flash";
import { FrameContext, type PageFrame } from "./frame";
import { Navigation } from "./navigation";
import { PageBoundary } from "./page-boundary";
import { hasWhyPage, NotFound, PAGES } from "./routes";

const FIRST_FRAME: PageFrame = { title: "", crumbs: [], contentType: "default" };

/** Everything inside of a session: the path says which. */
export default function Shell(): ReactNode {
  const { session: id } = useParams();
  const { browser, refresh } = useBrowser();
  const live = browser?.sessions.find((session) => session.id === id);
  // A session that has ended stays on the screen behind the dialog, so that a form half filled in is not lost.
  const [last, setLast] = useState<Session>();
  if (live && live !== last) setLast(live);
  const session = live ?? last;

  const ended = useCallback(() => {
    refresh().catch(() => undefined);
  }, [refresh]);

  if (!session) return <Navigate to="/sign-in" replace />;
  return (
    <SessionProvider session={session}>
      <EndedContext value={ended}>
        <WhyContext value={hasWhyPage}>
          <FlashProvider>
            <AccountLookProvider>
              <Frame session={session} />
            </AccountLookProvider>
          </FlashProvider>
        </WhyContext>
      </EndedContext>
      {!live && <SessionEndedDialog session={session} />}
    </SessionProvider>
  );
}

/** Below this width the navigation covers the page, so it starts closed. */
const NARROW = 688;

function Frame({ session }: { session: Session }): ReactNode {
  const [frame, setFrame] = useState(FIRST_FRAME);
  const [navigationOpen, setNavigationOpen] = useState(() => window.innerWidth > NARROW);
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const go = useGo();
  const path = usePath();
  // The console's home is IAM's dashboard.
  const page = pathname.replace(/^\/s\/[^/]+\/?/, "") || "iam";
  const area = areaOf(page);

  useEffect(() => {
    document.title = [frame.title, identityWords(session), "rolecall"].filter((part) => part !== "").join(" | ");
  }, [frame.title, session]);

  useExpiryNotices(session);

  const home = homeOf(page);
  return (
    <FrameContext value={setFrame}>
      <Bar />
      <AppLayoutToolbar
        headerSelector="#bar"
        contentType={frame.contentType}
        maxContentWidth={frame.contentType === "table" ? Number.MAX_VALUE : undefined}
        toolsHide
        navigationHide={!area}
        navigationOpen={navigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        navigation={
          area && (
            <Navigation
              area={area}
              page={page}
              onFollow={() => {
                if (window.innerWidth <= NARROW) setNavigationOpen(false);
              }}
            />
          )
        }
        ariaLabels={{ navigation: "Pages", navigationClose: "Close pages", navigationToggle: "Open pages", notifications: "Messages" }}
        breadcrumbs={
          <BreadcrumbGroup
            ariaLabel="Breadcrumbs"
            items={[home, ...frame.crumbs].map((crumb) => ({ text: crumb.text, href: crumb.page === undefined ? pathname : path(crumb.page) }))}
            onFollow={(event) => {
              event.preventDefault();
              const outcome = navigate(event.detail.href);
              if (outcome instanceof Promise) outcome.catch(() => undefined);
            }}
          />
        }
        notifications={<Flashes />}
        content={
          <PageBoundary key={page}>
            <Suspense fallback={<Waiting />}>
              <Routes>
                {PAGES.map(({ path: pagePath, Page }) => (
                  <Route key={pagePath} path={pagePath} element={<Page />} />
                ))}
                <Route path="*" element={<NotFound home={() => go("")} />} />
              </Routes>
            </Suspense>
          </PageBoundary>
        }
      />
    </FrameContext>
  );
}
