export { checks } from "./checks/all.ts";
export { describeReport } from "./describe-report.ts";
export { isSecureUrl } from "./addresses.ts";
export { examine } from "./examine.ts";
export type { CheckReport, Examination, Instruments, Report } from "./examine.ts";
export { formatReport } from "./format-report.ts";
export type { Account, DoctorOptions } from "./gather/options.ts";
export { signInByForms } from "./sign-in-by-forms.ts";
export type { Verdict } from "./verdict.ts";
