# Everything outside the project, all of it from Debian (scripts/bootstrap installs it). Also read by the installed
# package's config file, so nothing here may refer to the source tree.
find_package(Boost 1.81 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(Ceres REQUIRED)
find_package(TBB REQUIRED)
find_package(fmt REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(nlohmann_json REQUIRED)

# No config files exist for these four.
find_library(NOISEPROOF_ARB NAMES flint-arb arb REQUIRED)
find_library(NOISEPROOF_FLINT NAMES flint REQUIRED)
find_library(NOISEPROOF_MPFR NAMES mpfr REQUIRED)
find_library(NOISEPROOF_GMP NAMES gmp REQUIRED)

# CLI11, toml++ and Random123 are header-only and used inside .cpp files alone.
set(NOISEPROOF_LIBRARIES
  Boost::headers Eigen3::Eigen Ceres::ceres TBB::tbb fmt::fmt nlohmann_json::nlohmann_json
  ${NOISEPROOF_ARB} ${NOISEPROOF_FLINT} ${NOISEPROOF_MPFR} ${NOISEPROOF_GMP})
