# syntax=docker/dockerfile:1
ARG NODE_IMAGE=node:24.21.0-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN ["npm", "ci", "--ignore-scripts"]
COPY tsconfig.json ./
COPY tools ./tools
COPY src ./src
COPY checks ./checks
RUN ["node", "tools/build.ts"]

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="mlwarden" \
      org.opencontainers.image.description="Audits the machine learning workloads of an AWS account against seven controls" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=0:0 --chmod=0555 /build/dist /app
USER 10001:10001
WORKDIR /reports
ENTRYPOINT ["node", "--enable-source-maps", "/app/mlwarden.mjs"]
CMD ["scan"]
