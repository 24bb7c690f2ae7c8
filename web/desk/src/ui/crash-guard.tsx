import { Button } from "@mantine/core";
import i18next from "i18next";
import { Component, type ReactNode } from "react";
import { Empty } from "./parts";

/** A part of the screen that fails must not take the call with it. */
export class CrashGuard extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError(): { failed: boolean } { return { failed: true }; }
  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Empty title={i18next.t("problem.crashed")}>
        <Button mt="md" variant="default" onClick={() => this.setState({ failed: false })}>{i18next.t("common.retry")}</Button>
      </Empty>
    );
  }
}
