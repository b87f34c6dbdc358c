import { useEffect, useState } from 'react';

/** Asks at the start, and again when somebody comes back to the tab: they may have paid on our page meanwhile. */
export function useAnswer<T>(ask: () => Promise<T>): T | undefined {
  const [answer, setAnswer] = useState<T>();
  useEffect(() => {
    let left = false;
    const again = async (): Promise<void> => {
      try {
        const next = await ask();
        if (!left) setAnswer(next);
      } catch {
        // What was known last stays: a hiccup neither locks an account nor hides what is owed.
      }
    };
    const back = (): void => {
      if (document.visibilityState === 'visible') void again();
    };
    void again();
    document.addEventListener('visibilitychange', back);
    return () => {
      left = true;
      document.removeEventListener('visibilitychange', back);
    };
  }, [ask]);
  return answer;
}
