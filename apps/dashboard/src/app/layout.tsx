import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ApiProvider } from "@/api/ApiProvider";
import { apiUrlFromEnvironment } from "@/api/apiUrl";
import { Shell } from "@/shell/Shell";
import { factorStyleSheet } from "@/theme/factorColours";
import "./globals.css";

// The API's address is read when a page is asked for, not when the dashboard is built.
export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: { default: "Unitscope", template: "%s · Unitscope" },
  description:
    "Which units of a convolutional network react to which change of the image, and how sure that is.",
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en" data-theme="light" suppressHydrationWarning>
      <head>
        <script src="/theme.js" />
        <style>{factorStyleSheet()}</style>
      </head>
      <body>
        <ApiProvider apiUrl={apiUrlFromEnvironment()}>
          <Shell>{children}</Shell>
        </ApiProvider>
      </body>
    </html>
  );
}
