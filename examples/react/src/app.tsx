import { type ReactNode, useMemo } from 'react';
import { AccessGate } from './access-gate.tsx';
import { Banner } from './banner.tsx';
import { CancelButton } from './cancel-button.tsx';
import { holdfast } from './holdfast.ts';
import { useAnswer } from './use-answer.ts';

/** Your own server's answer about whoever is logged in. */
const getToken = async (): Promise<string> => (await fetch('/holdfast-token')).text();

export function App({ api }: { readonly api: string }): ReactNode {
  const client = useMemo(() => holdfast(api, getToken), [api]);
  const banner = useAnswer(client.banner);
  const access = useAnswer(client.access);
  return (
    <>
      <Banner api={api} banner={banner} />
      <main>
        <h1>Northwind Metrics</h1>
        <AccessGate access={access}>
          <p>Your dashboards are here.</p>
        </AccessGate>
        <CancelButton api={api} banner={banner} />
      </main>
    </>
  );
}
