import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { lazy, type ReactNode, Suspense } from "react";
import { createBrowserRouter, Navigate, Route, RouterProvider, Routes } from "react-router";
import { BrowserProvider, useBrowser } from "../session/browser";
import { pathIn } from "../session/session";

const SignInPage = lazy(() => import("../pages/sign-in/sign-in-page"));
const FirstStartPage = lazy(() => import("../pages/sign-in/first-start-page"));
const SwitchRolePage = lazy(() => import("../pages/switch-role/switch-role-page"));
const Shell = lazy(() => import("./shell"));

// A router of this kind can ask before a page with unsaved changes is left. The routes themselves are further down.
const router = createBrowserRouter([
  {
    path: "*",
    element: (
      <BrowserProvider>
        <Entrance />
      </BrowserProvider>
    ),
  },
]);

export function App(): ReactNode {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <RouterProvider router={router} />
    </I18nProvider>
  );
}

export function Waiting(): ReactNode {
  return (
    <Box padding="xxl" textAlign="center">
      <Spinner size="large" />
    </Box>
  );
}

function Entrance(): ReactNode {
  const { browser, error } = useBrowser();
  if (!browser) {
    if (!error) return <Waiting />;
    return (
      <main className="alone">
        <Alert type="error" header="The console's server did not answer">
          {error.message}
        </Alert>
      </main>
    );
  }
  return (
    <Suspense fallback={<Waiting />}>
      <Routes>
        <Route path="/" element={<Start />} />
        <Route path="/sign-in" element={<SignInPage />} />
        <Route path="/first-start" element={<FirstStartPage />} />
        <Route path="/switchrole" element={<SwitchRolePage />} />
        <Route path="/s/:session/*" element={<Shell />} />
        <Route path="*" element={<Navigate to="/" replace />} />
      </Routes>
    </Suspense>
  );
}

/** The start page: the newest session, or the sign-in. */
function Start(): ReactNode {
  const { browser } = useBrowser();
  const newest = [...(browser?.sessions ?? [])].sort((a, b) => b.issuedAt.localeCompare(a.issuedAt))[0];
  return <Navigate to={newest ? pathIn(newest.id, "") : "/sign-in"} replace />;
}
