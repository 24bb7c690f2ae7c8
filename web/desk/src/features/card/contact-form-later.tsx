import { lazy, Suspense, type ComponentProps } from "react";

const Form = lazy(async () => ({ default: (await import("./contact-form")).ContactForm }));

/** The form, which comes with the first customer that is made or changed. */
export function ContactForm(props: ComponentProps<typeof Form>) {
  return <Suspense fallback={null}><Form {...props} /></Suspense>;
}
