import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import * as api from "../../api/endpoints";
import type { ContactView } from "../../api/types";

const shortest = 2;

/** `settled`: what is found was found for the whole text. Until then the rows of fewer letters stay, so that nothing blinks. */
export interface Found { contacts: ContactView[]; settled: boolean; pending: boolean; failed: boolean }

/** Customers whose name, company or number holds the text. A newer question cancels the older one. */
export function useContactSearch(text: string): Found {
  const trimmed = text.trim();
  const [wanted] = useDebouncedValue(trimmed, 140);
  const enough = wanted.length >= shortest;
  const asked = useQuery({
    queryKey: ["find", wanted], queryFn: ({ signal }) => api.findContacts(wanted, signal), enabled: enough, placeholderData: keepPreviousData, staleTime: 10_000,
  });
  const settled = enough && wanted === trimmed && asked.isSuccess && !asked.isPlaceholderData;
  return { contacts: enough ? (asked.data?.items ?? []) : [], settled, pending: enough && asked.isFetching, failed: enough && asked.isError };
}

/** Enter of a quick hand: waits until the search has caught up with the letters, then acts. Typing on forgets it. */
export function useHurry(text: string, settled: boolean, act: () => void): () => void {
  const [hurried, setHurried] = useState("");
  useEffect(() => {
    if (!hurried || !settled) return;
    setHurried("");
    if (hurried === text) act();
  });
  return () => { if (settled) act(); else setHurried(text); };
}
