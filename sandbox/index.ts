/** A local Bitrix24 portal for tests and the demo. */
export { startSandbox } from './startSandbox';
export { RATE_LIMITS, type RateLimit } from './limits/leakyBucket';
export type { By, IssueTokensOptions, Sandbox, SandboxOptions, SandboxSettings } from './sandbox';
export type { AutomationRule, RuleProperty } from './automation/rule';
export type { RuleRun, RuleRunState } from './automation/ruleRun';
export type { RunRuleInput } from './automation/runRule';
export type { Delivery } from './events/deliveryQueue';
export type { EventHandler } from './events/handler';
export type { Fault, FaultAnswer, TokenFault, TokenFaultAnswer } from './faults/fault';
export type { CommandFault } from './faults/faults';
export type { OperatingLimit } from './limits/operatingTime';
export type { TokenAnswer } from './oauth/tokenAnswer';
export type { Application } from './portal/application';
export type { WaitOptions } from './portal/changes';
export type { Counters } from './portal/counters';
export type { LoggedRequest, LoggedTokenRequest, Push, RealtimeEvent } from './portal/logs';
export type { SandboxUser } from './portal/users';
export type { Latency } from './rest/latency';
