import { useQuery } from "@tanstack/react-query";
import * as api from "../../api/endpoints";
import type { PlannedCallView } from "../../api/types";
import { plannedKey } from "./plan-actions";

const everyMs = 20_000;  // colleagues plan too, and the socket tells only supervisors of it

export function usePlanned() {
  return useQuery<PlannedCallView[]>({ queryKey: plannedKey, queryFn: ({ signal }) => api.plannedCalls(signal), refetchInterval: everyMs });
}
