import { describePlan } from './plan.js';

describePlan('oidcc-hybrid-certification-test-plan');
describePlan('oidcc-formpost-hybrid-certification-test-plan');
