import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const root = document.getElementById('root');
const { api } = document.documentElement.dataset;
if (root && api)
  createRoot(root).render(
    <StrictMode>
      <App api={api} />
    </StrictMode>,
  );
