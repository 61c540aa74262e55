import { describePlan } from './plan.js';

describePlan('oidcc-implicit-certification-test-plan');
describePlan('oidcc-formpost-implicit-certification-test-plan');
