import { describePlan } from './plan.js';

// Plans of one file share what it costs to load the application.
describePlan('oidcc-config-certification-test-plan');
describePlan('oidcc-dynamic-certification-test-plan');
describePlan('oidcc-3rdparty-init-login-certification-test-plan');
