# syntax=docker/dockerfile:1

FROM node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.js scripts/bundle.js scripts/image.js scripts/notices.js scripts/
COPY src src
COPY LICENSE ./
RUN npm run build && node scripts/image.js /image

FROM node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0
WORKDIR /app
# The data directory holds the database and the key that encrypts its secrets. Group 0: orchestrators that
# choose a user of their own make it a member of that group.
RUN install -d -o node -g 0 -m 0770 /data
COPY --from=build /image ./
USER node
VOLUME /data
EXPOSE 3000
# Whether it lives: one that waits for its database must not be restarted for it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "require(process.env.TLS_CERT ? 'https' : 'http').get({ host: '127.0.0.1', port: process.env.PORT || 3000, path: '/health/live', rejectUnauthorized: false }, (answer) => process.exit(answer.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=2", "dist/main.js"]
