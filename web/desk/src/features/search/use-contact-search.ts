import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import * as api from "../../api/endpoints";
import type { ContactView } from "../../api/types";

const shortest = 2;

/** Customers whose name, company or number holds the text. A newer question cancels the older one. */
export function useContactSearch(text: string): { contacts: ContactView[]; done: boolean; pending: boolean } {
  const [wanted] = useDebouncedValue(text.trim(), 140);
  const enough = wanted.length >= shortest;
  const asked = useQuery({
    queryKey: ["find", wanted], queryFn: ({ signal }) => api.findContacts(wanted, signal), enabled: enough, placeholderData: keepPreviousData, staleTime: 10_000,
  });
  return { contacts: enough ? (asked.data?.items ?? []) : [], done: enough && asked.isSuccess && !asked.isPlaceholderData, pending: enough && asked.isFetching };
}
