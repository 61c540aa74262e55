import { describePlan } from './plan.js';

describePlan('oidcc-basic-certification-test-plan');
describePlan('oidcc-formpost-basic-certification-test-plan');
